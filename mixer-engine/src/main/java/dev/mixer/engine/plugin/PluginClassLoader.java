package dev.mixer.engine.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;

/**
 * Loads one plug-in. It sees the JDK, the SPI and JSpecify; every other class and every resource comes from the plug-in's
 * own jars, so that two plug-ins may bring two versions of one library.
 */
final class PluginClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;

    PluginClassLoader(String name, URL[] jars, ClassLoader host) {
        super("plugin " + name, jars, ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return isShared(name) ? host.loadClass(name) : super.loadClass(name, resolve);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        // Service files of the JDK's modules are found without this; the platform's resources are none of a plug-in's.
        var own = findResources(name);
        return own.hasMoreElements() ? own : Collections.emptyEnumeration();
    }

    private static boolean isShared(String name) {
        return name.startsWith("dev.mixer.spi.") || name.startsWith("org.jspecify.");
    }
}
