package net.groupvpn.portal;

import java.nio.file.Path;
import java.util.List;
import net.groupvpn.overlay.io.PublicNode;
import net.groupvpn.portal.certificate.Lifetimes;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a portal.
 *
 * @param data its directory; created with mode 0700 if missing
 * @param databaseUrl JDBC URL; null for the embedded database in the data directory
 * @param address what the HTTPS port is bound to
 * @param port HTTPS port; 0 takes any free one
 * @param hosts the names and addresses under which clients reach it, the first in group files
 * @param publicUrl the portal's URL in group files; null for https, the first host and the port
 * @param node ports of the public-overlay node
 * @param newCertificate whether to make another HTTPS certificate if the old one is lost
 */
record PortalSettings(
    Path data,
    @Nullable String databaseUrl,
    String address,
    int port,
    List<String> hosts,
    @Nullable String publicUrl,
    PublicNode.Ports node,
    Lifetimes lifetimes,
    boolean newCertificate) {

  String url(int boundPort) {
    if (publicUrl != null) {
      return publicUrl;
    }
    var host = hosts.get(0);
    return "https://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + boundPort;
  }
}
