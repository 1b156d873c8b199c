package net.groupvpn.client.enrol;

import java.io.IOException;
import net.groupvpn.overlay.identity.GroupCa;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.policy.GroupPolicy;
import net.groupvpn.overlay.policy.NewestPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The group's policy, from the state directory and back to it. */
public final class KeptPolicy {
  private static final Logger LOG = LoggerFactory.getLogger(KeptPolicy.class);

  private KeptPolicy() {}

  /**
   * The policy of the last run; from now on each newer one is kept as soon as it is in force. A
   * file that is damaged is set aside: portal and peers have the newest one.
   */
  public static NewestPolicy load(StateStore store, GroupCa ca) throws IOException {
    NewestPolicy policy = new NewestPolicy(ca);
    byte[] kept = store.policy();
    try {
      if (kept != null) {
        policy.offer(kept);
      }
    } catch (IdentityException e) {
      store.rejectPolicy(String.valueOf(e.getMessage()));
    }
    policy.onChange(newer -> keep(newer, store));
    return policy;
  }

  /** A small file, and rarely: whoever brought the policy can wait for it. */
  private static void keep(GroupPolicy policy, StateStore store) {
    try {
      store.savePolicy(policy.encoded());
      LOG.info("{} is in force", policy);
    } catch (IOException e) {
      LOG.warn("{} is in force and cannot be kept: {}", policy, e.getMessage());
    }
  }
}
