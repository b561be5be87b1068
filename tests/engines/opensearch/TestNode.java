// One node of OpenSearch in this process, from the jars of Maven Central: nothing is unpacked, and
// any user may run it. Arguments: the folder of the node, then settings as key=value; a value with
// commas is a list. Versions 2.19 (JDK 17) and 3 (JDK 21 or newer) are told apart at run time.
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.cluster.service.ClusterService;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

public class TestNode extends Node {
    // What 3.x calls …ModulePlugin is …Plugin in 2.19.
    private static final List<String> PLUGINS = List.of(
        "org.opensearch.transport.Netty4",
        "org.opensearch.analysis.common.CommonAnalysis",
        "org.opensearch.index.mapper.MapperExtras",
        "org.opensearch.painless.Painless",
        "org.opensearch.index.reindex.Reindex");

    private static final String LOGGING = String.join("\n",
        "status = error",
        "appender.out.type = Console",
        "appender.out.name = out",
        "appender.out.layout.type = PatternLayout",
        "appender.out.layout.pattern = %d{ISO8601} %p %c{1.} %m%n",
        "rootLogger.level = warn",
        "rootLogger.appenderRef.out.ref = out",
        "");

    @SuppressWarnings("unchecked")
    TestNode(Environment environment) throws Exception {
        super(environment, (Collection) plugins(), true);
    }

    // The listener may be set once in a process, by a start that this is not.
    @Override
    protected void configureNodeAndClusterIdStateListener(ClusterService service) {}

    private static Class<?> named(String stem) throws ClassNotFoundException {
        try {
            return Class.forName(stem + "Plugin");
        } catch (ClassNotFoundException e) {
            return Class.forName(stem + "ModulePlugin");
        }
    }

    private static Collection<Object> plugins() throws Exception {
        Collection<Object> found = new ArrayList<>();
        String java = Integer.toString(Runtime.version().feature());
        for (String stem : PLUGINS) {
            Class<?> plugin = named(stem);
            String name = plugin.getName();
            found.add(Version.CURRENT.major < 3 ? plugin : new PluginInfo(name, "a jar", "none",
                Version.CURRENT, java, name, Collections.emptyList(), false));
        }
        return found;
    }

    private static void set(Settings.Builder settings, String given) {
        int equals = given.indexOf('=');
        String key = given.substring(0, equals), value = given.substring(equals + 1);
        if (value.contains(",")) {
            settings.putList(key, value.split(","));
        } else {
            settings.put(key, value);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        Path config = Files.createDirectories(home.resolve("config"));
        Files.writeString(config.resolve("log4j2.properties"), LOGGING);
        Settings.Builder settings = Settings.builder()
            .put("path.home", home)
            .put("path.data", home.resolve("data"))
            .put("path.logs", home.resolve("logs"))
            .put("network.host", "127.0.0.1")
            .put("node.store.allow_mmap", false)
            // Small heaps that are collected late look full.
            .put("indices.breaker.total.use_real_memory", false)
            .put("cluster.routing.allocation.disk.threshold_enabled", false);
        for (int i = 1; i < arguments.length; i++) set(settings, arguments[i]);
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            settings.build(), Map.of(), config, () -> "node");
        LogConfigurator.setNodeName(environment.settings().get("node.name"));
        LogConfigurator.configure(environment);
        new TestNode(environment).start();
        // Whoever started this holds the other end; when they are gone, however that was, so is this.
        while (System.in.read() >= 0) {}
        Runtime.getRuntime().halt(0);
    }
}
