package dev.mixer.engine.plugin;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Template;
import dev.mixer.spi.template.ApiKey;
import dev.mixer.spi.template.ApiKeyCaller;
import dev.mixer.spi.template.Authorization;
import dev.mixer.spi.template.CheckNothing;
import dev.mixer.spi.template.Edge;
import dev.mixer.spi.template.Jwt;
import dev.mixer.spi.template.JwtCheck;
import dev.mixer.spi.template.ListEntry;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.Metric;
import dev.mixer.spi.template.Quota;
import dev.mixer.spi.template.RateLimit;
import dev.mixer.spi.template.ReportNothing;
import dev.mixer.spi.template.RequestContext;
import dev.mixer.spi.template.TraceSpan;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The adapters and templates that configurations may name. Immutable. */
public final class AdapterCatalog {
    private static final List<Class<? extends Instance>> STANDARD_TEMPLATES = List.of(
            ApiKey.class,
            ApiKeyCaller.class,
            Authorization.class,
            RequestContext.class,
            CheckNothing.class,
            Edge.class,
            Jwt.class,
            JwtCheck.class,
            ListEntry.class,
            LogEntry.class,
            Metric.class,
            Quota.class,
            RateLimit.class,
            ReportNothing.class,
            TraceSpan.class);

    private final Map<String, InstalledAdapter> byName = new TreeMap<>();
    private final Map<String, InstalledAdapter> byAlias = new TreeMap<>();
    private final Map<String, Class<? extends Instance>> templates = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private AdapterCatalog(List<InstalledAdapter> adapters, List<String> problems) {
        this.problems.addAll(problems);
        for (var template : STANDARD_TEMPLATES) {
            templates.put(templateName(template), template);
        }
        var aliases = new LinkedHashMap<InstalledAdapter, Set<String>>();
        adapters.forEach(adapter -> addOrComplain(adapter, aliases));
        aliases.forEach((adapter, names) -> names.stream()
                .filter(alias -> !byName.containsKey(alias))
                .forEach(alias -> byAlias.putIfAbsent(alias, adapter)));
    }

    /** A catalogue of adapters that the caller made, for tests and for hosts that embed the engine. */
    public static AdapterCatalog of(Adapter<?>... adapters) {
        return new AdapterCatalog(
                Arrays.stream(adapters)
                        .map(adapter -> InstalledAdapter.of(adapter, "built-in", ""))
                        .toList(),
                List.of());
    }

    /**
     * The adapters in plug-in folders: {@code FOLDER/NAME/*.jar}. A plug-in that cannot be loaded is left out and
     * named in {@link #problems()}; a folder that is not there holds none.
     *
     * @param builtIn adapters that need no plug-in
     */
    public static AdapterCatalog load(List<Path> folders, Adapter<?>... builtIn) {
        var adapters = new ArrayList<>(Arrays.stream(builtIn)
                .map(adapter -> InstalledAdapter.of(adapter, "built-in", ""))
                .toList());
        var problems = new ArrayList<String>();
        for (var folder : folders) {
            for (var plugin : children(folder, problems)) {
                if (Files.isDirectory(plugin)) {
                    loadPlugin(plugin, adapters, problems);
                }
            }
        }
        return new AdapterCatalog(adapters, problems);
    }

    /** The adapter of a name or of one of its older names. */
    public Optional<InstalledAdapter> adapter(String name) {
        var adapter = byName.get(name);
        return Optional.ofNullable(adapter == null ? byAlias.get(name) : adapter);
    }

    /** All adapters by name. */
    public List<InstalledAdapter> adapters() {
        return List.copyOf(byName.values());
    }

    /** The names and older names of all adapters. */
    public List<String> adapterNames() {
        var names = new ArrayList<>(byName.keySet());
        names.addAll(byAlias.keySet());
        return names;
    }

    /** The template of a name. */
    public Optional<Class<? extends Instance>> template(String name) {
        return Optional.ofNullable(templates.get(name));
    }

    /** All templates by name. */
    public Map<String, Class<? extends Instance>> templates() {
        return Map.copyOf(templates);
    }

    /** What could not be loaded and why, a sentence each. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** The name that a template's record declares. */
    public static String templateName(Class<? extends Instance> template) {
        var annotation = template.getAnnotation(Template.class);
        if (annotation == null) {
            throw new IllegalArgumentException(template.getName() + " is not annotated with @Template");
        }
        return annotation.value();
    }

    /** One adapter's fault must not keep the others out. */
    private void addOrComplain(InstalledAdapter adapter, Map<InstalledAdapter, Set<String>> aliases) {
        try {
            add(adapter, aliases);
        } catch (RuntimeException | LinkageError e) {
            byName.values().remove(adapter);
            problems.add("plug-in " + adapter.plugin() + ": "
                    + adapter.adapter().getClass().getName() + ": " + e);
        }
    }

    private void add(InstalledAdapter adapter, Map<InstalledAdapter, Set<String>> aliases) {
        var olderNames = Set.copyOf(adapter.adapter().aliases());
        var earlier = byName.putIfAbsent(adapter.name(), adapter);
        if (earlier != null) {
            problems.add("plug-in " + adapter.plugin() + ": adapter " + adapter.name()
                    + " is already installed by plug-in " + earlier.plugin() + "; remove one of the two");
            return;
        }
        for (var template : adapter.templates()) {
            var known = templates.putIfAbsent(templateName(template), template);
            if (known != null && known != template) {
                problems.add("plug-in " + adapter.plugin() + ": template " + templateName(template)
                        + " is already defined by " + known.getName());
            }
        }
        aliases.put(adapter, olderNames);
    }

    private static void loadPlugin(Path plugin, List<InstalledAdapter> adapters, List<String> problems) {
        var name = plugin.getFileName().toString();
        var jars = children(plugin, problems).stream()
                .filter(file -> file.toString().endsWith(".jar"))
                .toList();
        if (jars.isEmpty()) {
            return;
        }
        try {
            var urls = new URL[jars.size()];
            for (int i = 0; i < urls.length; i++) {
                urls[i] = url(jars.get(i));
            }
            var digest = digest(jars);
            var loader = new PluginClassLoader(name, urls, AdapterCatalog.class.getClassLoader());
            int before = adapters.size();
            for (Adapter<?> adapter : ServiceLoader.load(Adapter.class, loader)) {
                adapters.add(InstalledAdapter.of(adapter, name, digest));
            }
            if (adapters.size() == before) {
                problems.add("plug-in " + plugin + ": no adapter in it; is META-INF/services/" + Adapter.class.getName()
                        + " missing?");
            }
        } catch (IOException | ServiceConfigurationError | LinkageError | IllegalArgumentException e) {
            problems.add("plug-in " + plugin + ": " + e);
        }
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }

    private static String digest(List<Path> jars) throws IOException {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            for (var jar : jars) {
                sha.update(Files.readAllBytes(jar));
            }
            return HexFormat.of().formatHex(sha.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static List<Path> children(Path folder, List<String> problems) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            problems.add("plug-in folder " + folder + " cannot be read: " + e.getMessage());
            return List.of();
        }
    }
}
