package dev.mixer.engine.expression;

import java.util.List;
import java.util.Optional;

/** Names that an expression may use beside attributes: {@code ACTION.output.FIELD}, {@code $out.FIELD}. */
public interface SymbolResolver {
    /** Knows no names. */
    SymbolResolver NONE = _ -> Optional.empty();

    /** What a dotted name stands for; asked only for names that are no attributes. */
    Optional<Symbol> resolve(String name);

    /** The names that could be meant, for suggestions. */
    default List<String> names() {
        return List.of();
    }
}
