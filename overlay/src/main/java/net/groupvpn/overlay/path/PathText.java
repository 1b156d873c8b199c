package net.groupvpn.overlay.path;

import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.StreamPath;
import org.jspecify.annotations.Nullable;

/**
 * The text form of a listening address in files: {@code 192.0.2.1:7400} or {@code
 * tcp:192.0.2.1:443}.
 */
public final class PathText {
  private static final String STREAM = "tcp:";

  private PathText() {}

  /** Reads a direct path or a stream; null if it is anything else. Never asks a name server. */
  public static @Nullable Path parse(String text) {
    boolean isStream = text.startsWith(STREAM);
    Endpoint endpoint = Endpoint.parse(isStream ? text.substring(STREAM.length()) : text);
    if (endpoint == null) {
      return null;
    }
    return isStream ? new StreamPath(endpoint) : new DirectPath(endpoint);
  }

  /** The text of a TCP endpoint. */
  public static String ofStream(Endpoint endpoint) {
    return STREAM + endpoint;
  }
}
