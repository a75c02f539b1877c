package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

/**
 * One instance to record, with the name that the configuration gives to it: backends tell series and lines apart by it.
 *
 * @param instanceName the instance's name in the configuration, {@code instance.namespace}
 * @param instance what is to be recorded
 */
public record Reported<T extends ReportInstance>(String instanceName, T instance) {
    public Reported {
        requireNonNull(instanceName, "instanceName");
        requireNonNull(instance, "instance");
    }
}
