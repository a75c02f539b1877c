package dev.mixer.adapters.redisquota;

import io.lettuce.core.RedisURI;
import java.util.Arrays;
import java.util.List;

/** Where Redis is, and how it is set up. */
sealed interface Endpoint {
    /** One server, or what a Sentinel names as the master. */
    record Master(RedisURI uri) implements Endpoint {}

    /** Some nodes of a Cluster, to learn the others from. */
    record Cluster(List<RedisURI> seeds) implements Endpoint {}

    /**
     * Reads a URL or several. Sentinels are one URL: {@code redis-sentinel://HOST:PORT,HOST:PORT/#MASTER}.
     *
     * @throws IllegalArgumentException naming what is wrong, without the user and password that the URL may hold
     */
    static Endpoint of(String urls, boolean cluster) {
        if (urls.isBlank()) {
            throw new IllegalArgumentException("redisServerUrl is empty");
        }
        if (urls.strip().startsWith("redis-sentinel://") || urls.strip().startsWith("rediss-sentinel://")) {
            return new Master(uri(urls.strip()));
        }
        var all = Arrays.stream(urls.split(",", -1)).map(Endpoint::uri).toList();
        return cluster || all.size() > 1 ? new Cluster(all) : new Master(all.getFirst());
    }

    private static RedisURI uri(String text) {
        var stripped = text.strip();
        try {
            return RedisURI.create(stripped.contains("://") ? stripped : "redis://" + stripped);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "redisServerUrl '" + stripped.replaceAll("//.*@", "//…@")
                            + "' is not HOST:PORT, redis://, rediss:// or redis-sentinel://…#MASTER",
                    e);
        }
    }

    /** The addresses, without users and passwords. */
    default List<RedisURI> uris() {
        return switch (this) {
            case Master(var uri) -> List.of(uri);
            case Cluster(var seeds) -> seeds;
        };
    }
}
