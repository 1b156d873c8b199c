package net.groupvpn.lab.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Where the figures were measured.
 *
 * @param load the average load of the minute before: other work makes every figure worse
 */
record Machine(String processor, int processors, String system, String java, double load) {
  private static final String MODEL_NAME = "model name";

  static Machine here() {
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        currentLoad());
  }

  private static String processorName() {
    return lines("/proc/cpuinfo").stream()
        .filter(line -> line.startsWith(MODEL_NAME))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch", "unknown"));
  }

  private static double currentLoad() {
    List<String> lines = lines("/proc/loadavg");
    return lines.isEmpty()
        ? Double.NaN
        : Double.parseDouble(lines.get(0).substring(0, lines.get(0).indexOf(' ')));
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      return List.of();
    }
  }

  String toText() {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, %s, %s, load %.1f before the start",
        processor,
        processors,
        system,
        java,
        load);
  }
}
