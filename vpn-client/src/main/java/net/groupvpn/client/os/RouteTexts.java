package net.groupvpn.client.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.groupvpn.client.os.SystemChange.RouteOfMain;

/**
 * This machine's routes as lines of text, for detecting changes: the main tables as Linux shows
 * them in {@code /proc/net}, without counters.
 */
public final class RouteTexts {
  /** Most routes that are read; a router with more reports changes in these only. */
  static final int MAX_ROUTES = 1_000;

  /** Columns of /proc/net/route: device, destination, gateway, metric, mask. */
  private static final int[] COLUMNS4 = {0, 1, 2, 6, 7};

  private static final int DEVICE4 = 0;
  private static final int METRIC4 = 6;

  /** Columns of /proc/net/ipv6_route: destination, its prefix length, gateway, metric, device. */
  private static final int[] COLUMNS6 = {0, 1, 4, 5, 9};

  private static final int DEVICE6 = 9;
  private static final int METRIC6 = 5;
  private static final String LOOPBACK = "lo";

  private RouteTexts() {}

  /**
   * Sorted.
   *
   * @param directory {@code /proc/net}
   * @param isVirtual selects the devices to leave out: the group's own; routes that the client adds
   *     are left out, too
   */
  public static List<String> read(Path directory, Predicate<String> isVirtual) throws IOException {
    List<String> routes = new ArrayList<>();
    String metric4 = Integer.toString(RouteOfMain.METRIC);
    String metric6 = "%08x".formatted(RouteOfMain.METRIC);
    add(
        routes,
        directory.resolve("route"),
        COLUMNS4,
        fields ->
            fields[DEVICE4].equals(LOOPBACK)
                || isVirtual.test(fields[DEVICE4])
                || fields[METRIC4].equals(metric4));
    add(
        routes,
        directory.resolve("ipv6_route"),
        COLUMNS6,
        fields ->
            fields[DEVICE6].equals(LOOPBACK)
                || isVirtual.test(fields[DEVICE6])
                || fields[METRIC6].equals(metric6));
    Collections.sort(routes);
    return routes;
  }

  private static void add(
      List<String> routes, Path file, int[] columns, Predicate<String[]> isLeftOut)
      throws IOException {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      for (String line : lines.limit(MAX_ROUTES).toList()) {
        String[] fields = line.strip().split("\\s+", -1);
        boolean isWhole = fields.length > columns[columns.length - 1];
        if (isWhole && !isLeftOut.test(fields)) {
          routes.add(pick(fields, columns));
        }
      }
    } catch (NoSuchFileException e) {
      // This machine lacks that family.
      routes.add("none in " + file.getFileName());
    }
  }

  private static String pick(String[] fields, int[] columns) {
    StringBuilder text = new StringBuilder();
    for (int column : columns) {
      text.append(fields[column]).append(' ');
    }
    return text.toString();
  }
}
