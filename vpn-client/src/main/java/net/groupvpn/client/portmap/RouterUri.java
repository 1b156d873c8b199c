package net.groupvpn.client.portmap;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * URIs of a router's web pages. A router may name only its own: otherwise anybody in the network
 * could make this machine call others.
 */
final class RouterUri {
  private static final int MAX_CHARACTERS = 512;
  private static final int MAX_PORT = 65_535;

  private RouterUri() {}

  /** Null if it is anything but plain HTTP to {@code router}, by its numeric address. */
  static @Nullable URI parse(String text, InetAddress router) {
    try {
      return text.length() > MAX_CHARACTERS ? null : ifItsOwn(new URI(text), router);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** {@code text} resolved against the page {@code base}; null likewise. */
  static @Nullable URI resolve(URI base, String text, InetAddress router) {
    try {
      return text.length() > MAX_CHARACTERS ? null : ifItsOwn(base.resolve(new URI(text)), router);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static @Nullable URI ifItsOwn(URI uri, InetAddress router) {
    boolean isItsOwn =
        "http".equalsIgnoreCase(uri.getScheme())
            && router.getHostAddress().equals(uri.getHost())
            && uri.getUserInfo() == null
            && uri.getPort() <= MAX_PORT
            && uri.getPort() != 0;
    return isItsOwn ? uri : null;
  }
}
