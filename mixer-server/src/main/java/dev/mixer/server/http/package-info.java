/**
 * The HTTP interface: state and problems of the configuration, checks and expressions to try, metrics, health. Nothing here
 * decides anything; sidecars do not call it.
 */
@NullMarked
package dev.mixer.server.http;

import org.jspecify.annotations.NullMarked;
