package net.groupvpn.lab.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The machine on which the figures were measured.
 *
 * @param load the load average of the previous minute: other work makes every figure worse
 */
public record MachineInfo(
    String processor,
    int processors,
    long memoryMebibytes,
    String system,
    String java,
    double load) {
  private static final String MODEL_NAME = "model name";
  private static final String MEMORY = "MemTotal:";
  private static final long KIBIBYTES_PER_MEBIBYTE = 1_024;

  /** This machine, now, with the present Java. */
  public static MachineInfo here() {
    return new MachineInfo(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        memory(),
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

  private static long memory() {
    return lines("/proc/meminfo").stream()
        .filter(line -> line.startsWith(MEMORY))
        .map(line -> Long.parseLong(line.replaceAll("\\D+", "")) / KIBIBYTES_PER_MEBIBYTE)
        .findFirst()
        .orElse(0L);
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

  /** In one line. */
  public String toText() {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, %d MiB of memory, %s, %s, load %.1f before the start",
        processor,
        processors,
        memoryMebibytes,
        system,
        java,
        load);
  }
}
