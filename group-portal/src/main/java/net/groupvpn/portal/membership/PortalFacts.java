package net.groupvpn.portal.membership;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What group files say about the portal.
 *
 * @param url its HTTPS address; asked for late, because the port may be any free one
 * @param fingerprint SHA-256 of its HTTPS certificate, 64 hexadecimal digits
 * @param seeds endpoints of its public-overlay node, {@code ip:port}
 * @param crlInterval how often clients fetch the revocation list
 * @param tokenLife how long a file can be used
 */
public record PortalFacts(
    Supplier<String> url,
    String fingerprint,
    Supplier<List<String>> seeds,
    Duration crlInterval,
    Duration tokenLife) {}
