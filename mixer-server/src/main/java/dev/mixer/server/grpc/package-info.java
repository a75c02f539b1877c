/**
 * The mesh port: one grpc-java server on Netty whose calls run where they arrive, shared by all gRPC fronts. Start at {@link
 * dev.mixer.server.grpc.MeshPort}; services live with their fronts.
 */
@NullMarked
package dev.mixer.server.grpc;

import org.jspecify.annotations.NullMarked;
