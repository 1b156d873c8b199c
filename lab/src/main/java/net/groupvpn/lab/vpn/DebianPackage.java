package net.groupvpn.lab.vpn;

import java.util.List;
import net.groupvpn.lab.bed.Commands;

/** What Debian knows of the packages that are installed here. */
final class DebianPackage {
  private static final String UNKNOWN = "unknown";

  private DebianPackage() {}

  /** The installed version, or "unknown", also where there is no Debian. */
  static String version(String name) {
    Commands.Result result =
        Commands.tryRun(
            List.of("sh", "-c", "dpkg-query -W -f '${Version}' \"$0\" 2>/dev/null", name));
    return result.isSuccess() && !result.output().isBlank() ? result.output().strip() : UNKNOWN;
  }
}
