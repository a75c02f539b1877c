package dev.mixer.spi.template;

import dev.mixer.spi.ReportInstance;
import dev.mixer.spi.Template;

/** A report without content: that something happened is all there is to say. */
@Template("reportnothing")
public record ReportNothing() implements ReportInstance {}
