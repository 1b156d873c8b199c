package net.groupvpn.client.rehearsal;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.overlay.group.GroupFile;
import net.groupvpn.overlay.identity.CertificateOrder;
import net.groupvpn.overlay.identity.GroupAuthority;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.Membership;
import net.groupvpn.overlay.identity.NodeKey;

/** A group of its own, whose members are enrolled without a portal. Writes files only. */
final class RehearsalGroup {
  private static final Duration LIFE = Duration.ofDays(1);
  private static final int CRL_INTERVAL_SECONDS = 3_600;
  private static final String ANY_FINGERPRINT = "00".repeat(32);

  private final SecureRandom random = new SecureRandom();
  private final Instant now = Instant.now();
  private final GroupAuthority authority = GroupAuthority.create("rehearsal", now, random);
  private final Path directory;

  /** {@code portal} is asked for news, and need not answer. */
  RehearsalGroup(Path directory, URI portal) throws IOException {
    this.directory = directory;
    byte[] secret = new byte[GroupFile.SECRET_BYTES];
    random.nextBytes(secret);
    GroupFile file =
        new GroupFile(
            new GroupFile.Portal(portal, ANY_FINGERPRINT),
            authority.ca(),
            secret,
            new GroupFile.Network("10.128.0.0/16", "rehearsal.gvpn", List.of()),
            new GroupFile.Enrolment("none", now.plus(LIFE), CRL_INTERVAL_SECONDS));
    Files.write(directory.resolve("group.file"), file.write(authority::sign));
  }

  /**
   * Writes a member's configuration and state.
   *
   * @param port its UDP port
   * @param seed another member's
   * @return the configuration file
   */
  Path enrol(String name, int port, int seed) throws IOException, IdentityException {
    Path state = directory.resolve(name + ".state");
    NodeKey key = NodeKey.generate(random);
    try (StateStore store = StateStore.open(state)) {
      store.saveKey(key);
      store.saveCertificate(authority.issue(order(name, key)));
    }
    List<String> lines =
        List.of(
            "group_file = \"group.file\"",
            "state_dir = \"" + name + ".state\"",
            "interface = \"" + name + "\"",
            "host_name = \"" + name + "\"",
            "dns = \"none\"",
            "port = " + port,
            "seeds = [\"127.0.0.1:" + seed + "\"]");
    return Files.write(directory.resolve(name + ".toml"), lines);
  }

  private CertificateOrder order(String name, NodeKey key) {
    byte[] salt = new byte[Membership.SALT_BYTES];
    random.nextBytes(salt);
    return new CertificateOrder(key.spki(), name, name, Set.of(), salt, now, now.plus(LIFE));
  }
}
