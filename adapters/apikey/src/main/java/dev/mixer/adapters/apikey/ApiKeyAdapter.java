package dev.mixer.adapters.apikey;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.template.ApiKey;
import dev.mixer.spi.template.ApiKeyCaller;
import java.util.Set;

/** Tells callers by the API keys that they show. */
public final class ApiKeyAdapter implements Adapter<ApiKeyParameters> {
    /** For the service loader. */
    public ApiKeyAdapter() {}

    @Override
    public String name() {
        return "apikey";
    }

    @Override
    public String description() {
        return "Tells callers by API keys of which a file holds the digests, and which services each key is for";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(ApiKey.class, ApiKeyCaller.class);
    }

    @Override
    public Handler open(ApiKeyParameters parameters, Host host) {
        var file = new KeyFile(parameters.file(), parameters.ttl(), host);
        file.refresh(); // a local file; one that is not there yet is a state
        var judge = new KeyJudge(parameters, file, host.clock());
        return Handler.builder()
                .neverBlocks()
                .state(file::state)
                .closing(host.scheduler().every(KeyFile.PERIOD, file::refresh))
                .check(ApiKey.class, judge::check)
                .attributes(ApiKeyCaller.class, judge::derive)
                .build();
    }
}
