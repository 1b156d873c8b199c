package net.groupvpn.client.portmap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The service of a router that maps ports.
 *
 * @param type its name in requests
 * @param control where to send them
 */
record IgdService(String type, URI control) {
  /** Best first. */
  static final List<String> TYPES =
      List.of(
          "urn:schemas-upnp-org:service:WANIPConnection:2",
          "urn:schemas-upnp-org:service:WANIPConnection:1",
          "urn:schemas-upnp-org:service:WANPPPConnection:1");

  /**
   * Reads a device description.
   *
   * @param from the URI of the description
   * @return null if the router maps no ports, or another host does that for it
   * @throws IOException if it is malformed
   */
  static @Nullable IgdService ofDescription(byte[] document, URI from, InetAddress router)
      throws IOException {
    Finder finder = new Finder();
    XmlTexts.read(document, finder);
    if (finder.best == TYPES.size()) {
      return null;
    }
    @Nullable URI base = finder.base.isEmpty() ? from : RouterUri.parse(finder.base, router);
    @Nullable URI control =
        base == null ? null : RouterUri.resolve(base, finder.bestControl, router);
    return control == null ? null : new IgdService(TYPES.get(finder.best), control);
  }

  private static final class Finder implements XmlTexts.Listener {
    private String base = "";
    private String type = "";
    private String control = "";
    private int best = TYPES.size();
    private String bestControl = "";

    @Override
    public void onText(String element, String text) {
      switch (element) {
        case "URLBase" -> base = text;
        case "serviceType" -> type = text;
        case "controlURL" -> control = text;
        default -> {
          // Irrelevant here.
        }
      }
    }

    @Override
    public void onEnd(String element) {
      if (element.equals("service")) {
        int rank = TYPES.indexOf(type);
        if (rank >= 0 && rank < best && !control.isEmpty()) {
          best = rank;
          bestControl = control;
        }
        type = "";
        control = "";
      }
    }
  }
}
