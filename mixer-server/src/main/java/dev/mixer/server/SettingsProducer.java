package dev.mixer.server;

import dev.mixer.engine.config.settings.HostSettings;
import io.quarkus.runtime.annotations.CommandLineArguments;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The settings for what Quarkus starts before the program's own start: nothing may be served without them. */
class SettingsProducer {
    @Produces
    @Singleton
    HostSettings.Http http(@CommandLineArguments String[] arguments) {
        return Startup.read(arguments).settings().http();
    }
}
