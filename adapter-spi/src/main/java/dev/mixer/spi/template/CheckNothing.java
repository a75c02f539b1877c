package dev.mixer.spi.template;

import dev.mixer.spi.CheckInstance;
import dev.mixer.spi.Template;

/** A check that looks at nothing: the handler's answer depends on its parameters alone. */
@Template("checknothing")
public record CheckNothing() implements CheckInstance<Void> {}
