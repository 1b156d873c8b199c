package net.groupvpn.client.os;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way out of this machine's own network by IPv4, as {@code /proc/net/route} shows it.
 *
 * @param device the device that the route uses
 * @param gateway the next router
 * @param metric the lower, the better
 */
public record DefaultRoute(String device, Inet4Address gateway, int metric) {
  private static final int DEVICE = 0;
  private static final int DESTINATION = 1;
  private static final int GATEWAY = 2;
  private static final int METRIC = 6;
  private static final int MASK = 7;
  private static final int HEX = 16;
  private static final String ANY = "00000000";

  /**
   * The best route; null if no route uses a router.
   *
   * @param directory {@code /proc/net}
   * @param isVirtual selects the devices to leave out: the group's own
   */
  public static @Nullable DefaultRoute read(Path directory, Predicate<String> isVirtual)
      throws IOException {
    try (Stream<String> lines =
        Files.lines(directory.resolve("route"), StandardCharsets.ISO_8859_1)) {
      return lines
          .limit(RouteTexts.MAX_ROUTES)
          .map(DefaultRoute::parse)
          .filter(Objects::nonNull)
          .map(Objects::requireNonNull)
          .filter(route -> !isVirtual.test(route.device))
          .min(Comparator.comparingInt(DefaultRoute::metric))
          .orElse(null);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static @Nullable DefaultRoute parse(String line) {
    String[] fields = line.strip().split("\\s+", -1);
    boolean isDefault =
        fields.length > MASK
            && fields[DESTINATION].equals(ANY)
            && fields[MASK].equals(ANY)
            && !fields[GATEWAY].equals(ANY);
    return isDefault
        ? new DefaultRoute(
            fields[DEVICE], address(fields[GATEWAY]), Integer.parseInt(fields[METRIC]))
        : null;
  }

  /** The kernel prints the four bytes as one number in the machine's byte order. */
  private static Inet4Address address(String hex) {
    byte[] bytes =
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.nativeOrder())
            .putInt(Integer.parseUnsignedInt(hex, HEX))
            .array();
    try {
      return (Inet4Address) InetAddress.getByAddress(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
