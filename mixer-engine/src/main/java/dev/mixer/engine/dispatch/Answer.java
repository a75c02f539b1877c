package dev.mixer.engine.dispatch;

import dev.mixer.engine.handler.Outcome;
import dev.mixer.engine.rule.Action;
import dev.mixer.engine.rule.CompiledRule;
import dev.mixer.spi.CheckResult;
import java.util.concurrent.CompletableFuture;

/** What one check action of a matching rule is asked, and its answer, there or still to come. */
record Answer(CompiledRule rule, Action action, CompletableFuture<Outcome<CheckResult>> outcome) {}
