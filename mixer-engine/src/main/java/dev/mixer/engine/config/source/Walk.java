package dev.mixer.engine.config.source;

import dev.mixer.engine.config.problem.LocatedProblem;
import dev.mixer.engine.config.problem.Place;
import dev.mixer.spi.Problem.Severity;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One walk over files and folders. Links are followed, yet each real file and folder counts once: Kubernetes shows a
 * volume's files as links through {@code ..data} into a hidden folder, and swaps that one link.
 */
final class Walk {
    private static final int DEEPEST = 32;

    private final List<Listing.Stamp> stamps = new ArrayList<>();
    private final Set<Path> folders = new LinkedHashSet<>();
    private final Set<Path> targets = new HashSet<>();
    private final List<LocatedProblem> problems = new ArrayList<>();

    private Walk() {}

    static Listing over(List<Path> roots) {
        var walk = new Walk();
        for (Path root : roots) {
            walk.visitRoot(root);
        }
        return new Listing(walk.stamps, walk.folders, walk.problems);
    }

    private void visitRoot(Path root) {
        String name = displayName(root);
        try {
            Path real = root.toRealPath();
            var attributes = Files.readAttributes(real, BasicFileAttributes.class);
            if (!attributes.isDirectory()) {
                addFile(root, name, real, attributes);
                return;
            }
            int before = stamps.size();
            int problemsBefore = problems.size();
            visitFolder(root, name, real, 0, false);
            if (stamps.size() == before && problems.size() == problemsBefore) {
                addProblem(
                        Severity.WARNING,
                        name,
                        "no *.yaml, *.yml or *.json file is here; without configuration every call is allowed");
            }
        } catch (NoSuchFileException e) {
            addProblem(Severity.ERROR, name, "does not exist; create it, or name another file or folder");
        } catch (IOException e) {
            addProblem(Severity.ERROR, name, reason(e));
        }
    }

    /** @param inPolicy whether a folder above holds modules of Rego */
    private void visitFolder(Path folder, String name, Path real, int depth, boolean inPolicy) throws IOException {
        if (!folders.add(real)) {
            return;
        }
        if (depth > DEEPEST) {
            addProblem(Severity.ERROR, name, "folders are nested deeper than " + DEEPEST + " levels");
            return;
        }
        List<Path> children = new ArrayList<>();
        try (var stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        children.sort(Comparator.comparing(child -> child.getFileName().toString(), Place::compareByCodePoint));
        boolean policy = inPolicy
                || children.stream()
                        .anyMatch(child -> FileNames.isRego(child.getFileName().toString()));
        for (Path child : children) {
            String fileName = child.getFileName().toString();
            if (!FileNames.isHidden(fileName) && !(policy && FileNames.isPolicyData(fileName))) {
                visitChild(child, fileName, name + "/" + fileName, real, depth, policy);
            }
        }
    }

    private void visitChild(Path child, String fileName, String name, Path realFolder, int depth, boolean inPolicy) {
        try {
            var attributes = Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Path real = realFolder.resolve(fileName);
            if (attributes.isSymbolicLink()) {
                real = child.toRealPath();
                attributes = Files.readAttributes(real, BasicFileAttributes.class);
            }
            if (attributes.isDirectory()) {
                visitFolder(child, name, real, depth + 1, inPolicy);
            } else if (FileNames.isConfiguration(fileName)) {
                addFile(child, name, real, attributes);
            }
        } catch (NoSuchFileException e) {
            addDangling(child, fileName, name);
        } catch (IOException e) {
            addProblem(Severity.ERROR, name, reason(e));
        }
    }

    /** A file that is gone since its folder was listed is no problem; a link to nothing is. */
    private void addDangling(Path child, String fileName, String name) {
        if (FileNames.isConfiguration(fileName) && Files.isSymbolicLink(child)) {
            addProblem(Severity.ERROR, name, "is a link to a file that does not exist; remove it, or restore the file");
        }
    }

    private void addFile(Path path, String name, Path real, BasicFileAttributes attributes) {
        if (targets.add(real)) {
            long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
            stamps.add(new Listing.Stamp(path, name, real, attributes.size(), modified, attributes.fileKey()));
        }
    }

    private void addProblem(Severity severity, String name, String message) {
        problems.add(LocatedProblem.at(Place.whole(name), severity, "", "", message));
    }

    private static String displayName(Path root) {
        String name = root.toString().replace('\\', '/');
        return name.isEmpty() ? "." : name;
    }

    static String reason(IOException e) {
        return e instanceof AccessDeniedException
                ? "cannot be read: permission denied; let the user that runs the host read it"
                : "cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
