/**
 * YAML 1.2 and JSON text as trees whose every node knows its file, line and column. Start at
 * {@link dev.mixer.engine.config.yaml.YamlParser}; {@link dev.mixer.engine.config.yaml.YamlNode} is what it gives.
 */
@NullMarked
package dev.mixer.engine.config.yaml;

import org.jspecify.annotations.NullMarked;
