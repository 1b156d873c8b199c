package net.groupvpn.client.os;

import java.util.regex.Pattern;

/**
 * The names that a client's device may have: they stand in commands, and in scripts for a shell.
 */
public final class DeviceName {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z][a-zA-Z0-9_.-]{0,14}");

  private DeviceName() {}

  /** Whether {@code name} is one. */
  public static boolean isGood(String name) {
    return FORM.matcher(name).matches();
  }

  /**
   * Refuses all others.
   *
   * @throws IllegalArgumentException if {@code name} is none
   */
  public static void check(String name) {
    if (!isGood(name)) {
      throw new IllegalArgumentException(
          "a device name has at most 15 letters and digits, such as gvpn0, but this is \""
              + name
              + "\"");
    }
  }
}
