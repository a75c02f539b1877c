package dev.mixer.server.front.mixer;

import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.dispatch.InvalidRequestException;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A Check of 37 attributes, the first of {@code bench/frames/mixer_check.frames}. */
@State(Scope.Benchmark)
public class WireBagBenchmark {
    private static final String[] READ = {"request.host", "request.method", "source.user", "source.ip"};

    private final Vocabulary vocabulary = Vocabulary.standard();
    private final Names names = Names.of(vocabulary);
    private byte[] message = {};

    /** Reads the frame. */
    @Setup
    public void read() throws IOException {
        try (var in = new DataInputStream(Files.newInputStream(Path.of("bench", "frames", "mixer_check.frames")))) {
            message = new byte[in.readInt()];
            in.readFully(message);
        }
    }

    /** From bytes to a bag, no value read. */
    @Benchmark
    public AttributeBag decode() throws InvalidRequestException {
        return CheckMessage.parse(message).bag(vocabulary, _ -> names);
    }

    /** From bytes to the values of four attributes and a header, as a few rules read them. */
    @Benchmark
    public void decodeAndReadFive(Blackhole hole) throws InvalidRequestException {
        var bag = decode();
        for (var name : READ) {
            hole.consume(bag.value(vocabulary.require(name)));
        }
        hole.consume(bag.entry(vocabulary.require("request.headers"), "user-agent"));
    }

    /** From bytes to every value. */
    @Benchmark
    public void decodeAndReadAll(Blackhole hole) throws InvalidRequestException {
        var bag = decode();
        for (var attribute : vocabulary.attributes()) {
            hole.consume(bag.value(attribute));
        }
    }
}
