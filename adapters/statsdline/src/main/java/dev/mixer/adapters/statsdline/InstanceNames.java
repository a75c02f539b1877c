package dev.mixer.adapters.statsdline;

import dev.mixer.spi.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How configurations name instances: {@code name}, {@code name.namespace} or, as Mixer wrote it, {@code name.metric.namespace}. */
public final class InstanceNames {
    private static final Set<String> KINDS = Set.of("metric", "instance");

    private InstanceNames() {}

    /** The name under which reports bring the instance, {@code name.namespace}. */
    public static String full(String written, String handlerNamespace) {
        int last = written.lastIndexOf('.');
        var head = last < 0 ? written : written.substring(0, last);
        var tail = written.substring(last + 1);
        if (last < 0 || KINDS.contains(tail)) {
            return head + "." + handlerNamespace;
        }
        int middle = head.lastIndexOf('.');
        boolean hasKind = middle > 0 && KINDS.contains(head.substring(middle + 1));
        return (hasKind ? head.substring(0, middle) : head) + "." + tail;
    }

    /** The namespace of a handler that the host calls {@code name.namespace}. */
    public static String namespaceOf(String handlerName) {
        return handlerName.substring(handlerName.lastIndexOf('.') + 1);
    }

    /**
     * What is doubtful in the parameters of both adapters.
     *
     * @param written the keys of {@code metrics}
     * @param rateName what the adapter calls the share of values that are sent
     */
    public static List<Problem> problems(Set<String> written, String rateName, double rate) {
        var problems = new ArrayList<Problem>();
        var instances = new HashSet<String>();
        for (var key : new TreeSet<>(written)) {
            if (!instances.add(full(key, ""))) {
                problems.add(Problem.error("metrics." + key, "names an instance that another entry names already"));
            }
        }
        if (rate == 0) {
            problems.add(Problem.warning(rateName, "is 0: only gauges are ever sent"));
        } else if (rate > 1) {
            problems.add(Problem.warning(rateName, "is more than 1, which is as good as 1"));
        }
        return problems;
    }
}
