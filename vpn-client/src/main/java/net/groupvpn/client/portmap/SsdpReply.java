package net.groupvpn.client.portmap;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Search requests for UPnP devices, and the location of the description in an answer. */
final class SsdpReply {
  static final int MAX_BYTES = 2_048;
  static final String GROUP = "239.255.255.250";
  static final int PORT = 1_900;

  private static final int MAX_LINES = 40;
  private static final String LOCATION = "location:";
  private static final String SEARCH_TARGET = "st:";
  private static final String WANTED = ":internetgatewaydevice:";

  private SsdpReply() {}

  /** Asks for Internet gateways of one version of the protocol, 1 or 2. */
  static byte[] search(int version) {
    return String.join(
            "\r\n",
            "M-SEARCH * HTTP/1.1",
            "HOST: " + GROUP + ":" + PORT,
            "MAN: \"ssdp:discover\"",
            "MX: 1",
            "ST: urn:schemas-upnp-org:device:InternetGatewayDevice:" + version,
            "",
            "")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The URI of the router's description.
   *
   * @param router the sender of the datagram, which may only name itself
   * @return null if the datagram is malformed, or about something else
   */
  static @Nullable URI location(byte[] datagram, InetAddress router) {
    if (datagram.length > MAX_BYTES) {
      return null;
    }
    String[] lines = new String(datagram, StandardCharsets.US_ASCII).split("\r?\n", MAX_LINES);
    if (!lines[0].startsWith("HTTP/1.1 200")) {
      return null;
    }
    @Nullable String location = null;
    boolean isGateway = false;
    for (String line : lines) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith(LOCATION)) {
        location = line.substring(LOCATION.length()).strip();
      } else if (lower.startsWith(SEARCH_TARGET)) {
        isGateway = lower.contains(WANTED);
      }
    }
    return location == null || !isGateway ? null : RouterUri.parse(location, router);
  }
}
