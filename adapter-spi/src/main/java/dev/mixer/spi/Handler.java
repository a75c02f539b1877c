package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A configured adapter: what it can do for each template, and how it ends. Safe for use by many threads; so must be the
 * functions that it holds.
 */
public final class Handler implements AutoCloseable {
    private final Map<Class<? extends Instance>, Capability<?>> capabilities;
    private final boolean neverBlocks;
    private final Supplier<BackendState> state;
    private final @Nullable Sender sender;
    private final List<AutoCloseable> resources;
    private final Object attachment;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Handler(Builder builder) {
        this.capabilities = Map.copyOf(builder.capabilities);
        this.neverBlocks = builder.neverBlocks;
        this.state = builder.state;
        this.sender = builder.sender;
        this.resources = List.copyOf(builder.resources).reversed();
        this.attachment = builder.attachment;
    }

    /** Starts a handler that may block and can do nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** What this handler does with instances of a template; empty if it cannot serve it. */
    @SuppressWarnings("unchecked") // the builder only files a capability under the class of its instances
    public <T extends Instance> Optional<Capability<T>> capability(Class<T> template) {
        return Optional.ofNullable((Capability<T>) capabilities.get(template));
    }

    /** The templates that this handler serves. */
    public Iterable<Class<? extends Instance>> templates() {
        return capabilities.keySet();
    }

    /**
     * Whether every synchronous function returns in microseconds: it takes no lock that is held during input or output,
     * and waits for nothing. Such a handler is called on the network thread; the host demotes one that breaks the promise.
     */
    public boolean neverBlocks() {
        return neverBlocks;
    }

    /** How the backend is now. */
    public BackendState state() {
        return state.get();
    }

    /** Sends what {@link Capability.Deliver} encodes; empty for a handler that delivers nothing. */
    public Optional<Sender> sender() {
        return Optional.ofNullable(sender);
    }

    /** What {@link Builder#attach} was given, for {@link Adapter#reopen}; empty if that is of another type. */
    public <S> Optional<S> attachment(Class<S> type) {
        return type.isInstance(attachment) ? Optional.of(type.cast(attachment)) : Optional.empty();
    }

    /**
     * Closes what the handler holds, the last opened first, each even if another fails. Calls after the first do nothing.
     *
     * @throws AdapterException if something could not be closed; the others are closed all the same
     */
    @Override
    public void close() throws AdapterException {
        if (closed.getAndSet(true)) {
            return;
        }
        AdapterException failure = null;
        for (var resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                if (failure == null) {
                    failure = AdapterException.permanent("could not close: " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Collects what a handler can do. Not safe for use by many threads. */
    public static final class Builder {
        private final Map<Class<? extends Instance>, Capability<?>> capabilities = new LinkedHashMap<>();
        private final List<AutoCloseable> resources = new ArrayList<>();
        private boolean neverBlocks;
        private Supplier<BackendState> state = () -> BackendState.READY;
        private @Nullable Sender sender;
        private Object attachment = this;

        private Builder() {}

        /** Judges instances of {@code template}. */
        public <T extends CheckInstance<?>> Builder check(Class<T> template, Capability.CheckFunction<T> function) {
            return put(template, new Capability.Check<>(function));
        }

        /** Judges instances of {@code template}, answering later; no thread waits. */
        public <T extends CheckInstance<?>> Builder checkAsync(
                Class<T> template, Capability.AsyncCheckFunction<T> function) {
            return put(template, new Capability.AsyncCheck<>(function));
        }

        /** Takes amounts from the counters that instances of {@code template} name. */
        public <T extends QuotaInstance> Builder quota(Class<T> template, Capability.QuotaFunction<T> function) {
            return put(template, new Capability.Quota<>(function));
        }

        /** Takes amounts, answering later; no thread waits. */
        public <T extends QuotaInstance> Builder quotaAsync(
                Class<T> template, Capability.AsyncQuotaFunction<T> function) {
            return put(template, new Capability.AsyncQuota<>(function));
        }

        /** Records instances of {@code template}. */
        public <T extends ReportInstance> Builder report(Class<T> template, Capability.ReportFunction<T> function) {
            return put(template, new Capability.Report<>(function));
        }

        /**
         * Encodes instances of {@code template} for the {@link #sender}. The host keeps what is encoded, in memory or on
         * disk, until it is sent.
         */
        public <T extends ReportInstance> Builder deliver(Class<T> template, Capability.EncodeFunction<T> function) {
            return put(template, new Capability.Deliver<>(function));
        }

        /** Sends what the functions of {@link #deliver} encode. */
        public Builder sender(Sender sender) {
            this.sender = requireNonNull(sender, "sender");
            return this;
        }

        /** Derives attributes from instances of {@code template}. */
        public <T extends AttributesInstance<O>, O extends Record> Builder attributes(
                Class<T> template, Capability.AttributesFunction<T, O> function) {
            return put(template, new Capability.Attributes<>(function));
        }

        /** Derives attributes, answering later; no thread waits. */
        public <T extends AttributesInstance<O>, O extends Record> Builder attributesAsync(
                Class<T> template, Capability.AsyncAttributesFunction<T, O> function) {
            return put(template, new Capability.AsyncAttributes<>(function));
        }

        /** Promises what {@link Handler#neverBlocks()} says. */
        public Builder neverBlocks() {
            neverBlocks = true;
            return this;
        }

        /** Tells how the backend is; called often, so it must only read a field. */
        public Builder state(Supplier<BackendState> supplier) {
            state = requireNonNull(supplier, "supplier");
            return this;
        }

        /** Closes {@code resource} with the handler; several are closed in reverse order. */
        public Builder closing(AutoCloseable resource) {
            resources.add(requireNonNull(resource, "resource"));
            return this;
        }

        /** Keeps {@code value} for the handler that may replace this one, see {@link Adapter#reopen}. */
        public Builder attach(Object value) {
            attachment = requireNonNull(value, "value");
            return this;
        }

        /**
         * The handler.
         *
         * @throws IllegalStateException if records are encoded and nothing sends them, or the reverse
         */
        public Handler build() {
            boolean delivers = capabilities.values().stream().anyMatch(Capability.Deliver.class::isInstance);
            if (delivers != (sender != null)) {
                throw new IllegalStateException(delivers ? "deliver without a sender" : "a sender without deliver");
            }
            return new Handler(this);
        }

        private <T extends Instance> Builder put(Class<T> template, Capability<T> capability) {
            if (!template.isAnnotationPresent(Template.class)) {
                throw new IllegalArgumentException(template.getName() + " is not annotated with @Template");
            }
            if (capabilities.putIfAbsent(template, capability) != null) {
                throw new IllegalArgumentException(template.getName() + " is served twice");
            }
            return this;
        }
    }
}
