package net.groupvpn.lab.fuzz;

import java.io.Serial;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.groupvpn.overlay.identity.GroupAuthority;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.Revocation;
import net.groupvpn.overlay.policy.GatewayRight;
import net.groupvpn.overlay.policy.NewestPolicy;
import net.groupvpn.overlay.policy.PolicyContent;
import net.groupvpn.overlay.policy.PolicyWriter;

/**
 * A CA, its revocation lists and policies, the same for the same seed; each is longer than one
 * piece.
 */
final class Lists {
  private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_000L);
  private static final Duration VALID = Duration.ofDays(365);
  private static final int ENTRIES = 100;

  private final GroupAuthority authority;

  Lists(long seed) {
    authority = GroupAuthority.create("fuzz", NOW, new Seeded(seed));
  }

  /** The trust of a member that knows list {@code number}. */
  GroupTrust trust(long number) {
    GroupTrust trust = new GroupTrust(authority.ca());
    offer(trust, number);
    return trust;
  }

  /** What a member knows of policies that knows that one. */
  NewestPolicy policy(long number) {
    NewestPolicy policy = new NewestPolicy(authority.ca());
    offer(policy, number);
    return policy;
  }

  /** Gives it that policy. */
  void offer(NewestPolicy policy, long number) {
    List<GatewayRight> gateways = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      gateways.add(new GatewayRight("member%03d".formatted(i), ""));
    }
    PolicyContent content = new PolicyContent(gateways, List.of(), List.of());
    try {
      policy.offer(PolicyWriter.issue(authority, number, NOW, content).encoded());
    } catch (IdentityException e) {
      throw new IllegalStateException("the CA's own policy was refused", e);
    }
  }

  /** Gives it that list. */
  void offer(GroupTrust trust, long number) {
    try {
      trust.offer(encoded(number));
    } catch (IdentityException e) {
      throw new IllegalStateException("the CA's own list was refused", e);
    }
  }

  private byte[] encoded(long number) {
    List<Revocation> entries = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      String serial = "%08x".formatted(0x1000_0000 + i);
      String keyHash = "%064x".formatted(i);
      entries.add(new Revocation(serial, keyHash, Revocation.Reason.UNSPECIFIED, NOW));
    }
    return authority.crl(number, NOW, NOW.plus(VALID), entries).encoded();
  }

  /** Keys of no node, so that a run can be repeated. */
  private static final class Seeded extends SecureRandom {
    @Serial private static final long serialVersionUID = 1;

    private final transient SplittableRandom random;

    Seeded(long seed) {
      random = new SplittableRandom(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }
  }
}
