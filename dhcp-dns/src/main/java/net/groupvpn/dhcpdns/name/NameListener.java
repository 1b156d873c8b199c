package net.groupvpn.dhcpdns.name;

/** Hears about this member's own name. Engine thread. */
public interface NameListener {
  /** This member has {@code label} from now on, and no other. */
  void onName(String label);

  /** The name is no longer this member's; another one is being claimed. */
  void onNameLost(String label, String reason);
}
