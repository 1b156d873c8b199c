package net.groupvpn.client.os;

import java.util.regex.Pattern;

/** The names that a client's device may have: they appear in commands, and in shell scripts. */
public final class DeviceName {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z][a-zA-Z0-9_.-]{0,14}");

  private DeviceName() {}

  /** Whether {@code name} is valid. */
  public static boolean isGood(String name) {
    return FORM.matcher(name).matches();
  }

  /**
   * Rejects invalid names.
   *
   * @throws IllegalArgumentException if {@code name} is invalid
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
