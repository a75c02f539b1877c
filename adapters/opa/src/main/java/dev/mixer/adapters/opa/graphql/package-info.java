/**
 * GraphQL: its texts as the trees that OPA's builtins have, and what is valid. Alone knows graphql-java; nothing here knows builtins.
 */
@NullMarked
package dev.mixer.adapters.opa.graphql;

import org.jspecify.annotations.NullMarked;
