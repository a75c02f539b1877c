package dev.mixer.adapters.statsdline;

import dev.mixer.spi.Host;
import java.math.BigDecimal;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** Which records become lines. Servers multiply what arrives by the rate that the line states. Safe for use by many threads. */
public final class Sampling {
    /** What is kept of a record that is left out: the host accounts for it, and no line is sent. */
    public static final byte[] LEFT_OUT = {};

    private final double rate;
    private final String suffix;
    private final DoubleSupplier draw;
    private final Host.Counter leftOut;

    /**
     * With random numbers.
     *
     * @param rate the share of the records that become lines; from 1 on all
     * @param leftOut counts the others
     */
    public Sampling(double rate, Host.Counter leftOut) {
        this(rate, leftOut, () -> ThreadLocalRandom.current().nextDouble());
    }

    Sampling(double rate, Host.Counter leftOut, DoubleSupplier draw) {
        this.rate = rate;
        this.suffix = rate < 1 ? "|@" + BigDecimal.valueOf(rate).toPlainString() : "";
        this.draw = draw;
        this.leftOut = leftOut;
    }

    /** Whether the next record is left out; counted if so. */
    public boolean leavesOut() {
        if (rate >= 1 || draw.getAsDouble() < rate) {
            return false;
        }
        leftOut.add(1);
        return true;
    }

    /** What a line that was sampled says of the rate; empty where none is left out. */
    public String suffix() {
        return suffix;
    }
}
