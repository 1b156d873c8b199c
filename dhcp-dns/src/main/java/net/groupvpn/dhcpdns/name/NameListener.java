package net.groupvpn.dhcpdns.name;

/** Told about this member's own name. Engine thread. */
public interface NameListener {
  /** This member has {@code label} from now on, and no other. */
  void onName(String label);

  /** It has it no longer; another one will come. */
  void onNameLost(String label, String reason);
}
