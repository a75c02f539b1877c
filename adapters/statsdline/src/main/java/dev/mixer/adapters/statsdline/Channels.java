package dev.mixer.adapters.statsdline;

import java.io.IOException;
import java.nio.channels.Channel;
import org.jspecify.annotations.Nullable;

/** Ends connections. */
final class Channels {
    private Channels() {}

    static void close(@Nullable Channel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The connection is given up either way.
        }
    }
}
