package dev.mixer.server.front.extauthz;

import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.settings.SettingsReader;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A check of Envoy's, the first of {@code bench/frames/authz_allow_10.frames}. */
@State(Scope.Benchmark)
public class CheckRequestBagBenchmark {
    private static final String[] READ = {"request.host", "request.method", "source.user", "source.ip"};

    private final Vocabulary vocabulary = Vocabulary.standard();
    private final ExtAuthzSettings settings = ExtAuthzSettings.from(
            new SettingsReader().read(null, Map.of(), List.of(), new Problems()).orElseThrow());
    private byte[] message = {};

    /** Reads the frame. */
    @Setup
    public void read() throws IOException {
        try (var in = new DataInputStream(Files.newInputStream(Path.of("bench", "frames", "authz_allow_10.frames")))) {
            message = new byte[in.readInt()];
            in.readFully(message);
        }
    }

    /** From bytes to a bag, no value read. */
    @Benchmark
    public AttributeBag decode() throws Exception {
        return CheckRequestBag.of(CheckRequest.parseFrom(message), vocabulary, settings);
    }

    /** From bytes to the values of four attributes and a header, as a few rules read them. */
    @Benchmark
    public void decodeAndReadFive(Blackhole hole) throws Exception {
        var bag = decode();
        for (var name : READ) {
            hole.consume(bag.value(vocabulary.require(name)));
        }
        hole.consume(bag.entry(vocabulary.require("request.headers"), "user-agent"));
    }
}
