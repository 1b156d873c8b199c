package net.groupvpn.lab.vpn;

import java.util.List;
import net.groupvpn.lab.bed.Commands;

/** Debian's information on installed packages. */
final class DebianPackage {
  private static final String UNKNOWN = "unknown";

  private DebianPackage() {}

  /** The installed version, or "unknown", also on other systems. */
  static String version(String name) {
    Commands.Result result =
        Commands.tryRun(
            List.of("sh", "-c", "dpkg-query -W -f '${Version}' \"$0\" 2>/dev/null", name));
    return result.isSuccess() && !result.output().isBlank() ? result.output().strip() : UNKNOWN;
  }
}
