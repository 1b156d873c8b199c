package net.groupvpn.lab.member;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;

/**
 * Debian's systemd-udevd on a host of the bed, as on every real machine: it sees the network
 * devices of the host's namespace and applies 99-default.link to them. The daemon has a /run of its
 * own for its rules. Nothing is installed, and no script of the package is run.
 */
public final class Udev {
  /** If {@code true}, every member's host gets such a daemon. */
  public static final String EVERYWHERE = "groupvpn.lab.udev";

  private static final String PROBE = "udevprobe0";
  private static final String RANDOM_ADDRESS = "1";
  private static final long READY_SECONDS = 20;

  /** Where {@code lab/install-needs} unpacks the package. */
  private static final Path UNPACKED = Product.root().resolve("lab/needs/udev");

  private static final String START =
      """
      mount -t tmpfs none /run &&
      mkdir -p /run/udev/rules.d /run/systemd/network &&
      cp "$0"/lib/udev/rules.d/*net*.rules /run/udev/rules.d/ &&
      cp "$0"/lib/systemd/network/99-default.link /run/systemd/network/ &&
      printf '0123456789abcdef0123456789abcdef\\n' >/run/machine-id &&
      { [ ! -e /etc/machine-id ] || mount --bind /run/machine-id /etc/machine-id; } &&
      export LD_LIBRARY_PATH="$0/usr/lib/$(uname -m)-linux-gnu/systemd" &&
      exec -a systemd-udevd "$0/bin/udevadm"
      """;

  private Udev() {}

  /** Whether the package is there. */
  public static boolean isPossible() {
    return Files.isExecutable(UNPACKED.resolve("bin/udevadm"));
  }

  static boolean isWantedEverywhere() {
    return Boolean.getBoolean(EVERYWHERE);
  }

  /** Starts the daemon, and waits until it has given some other device a new address. */
  public static HostProcess start(Host host) {
    HostProcess daemon = host.start("udevd", List.of("bash", "-c", START, UNPACKED.toString()));
    host.exec("ip", "tuntap", "add", PROBE, "mode", "tap");
    Await.until("udevd of " + host.name() + " is at work", READY_SECONDS, () -> isAtWork(host));
    host.exec("ip", "tuntap", "del", PROBE, "mode", "tap");
    return daemon;
  }

  /** Announces the device again, for a daemon that was not there yet. */
  private static boolean isAtWork(Host host) {
    String folder = "/sys/class/net/" + PROBE;
    String type = host.exec("cat", folder + "/addr_assign_type").strip();
    host.exec("sh", "-c", "echo add >" + folder + "/uevent");
    return !type.equals(RANDOM_ADDRESS);
  }
}
