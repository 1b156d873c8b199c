package net.groupvpn.lab.names;

import java.nio.file.Path;
import java.util.List;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.member.Product;

/**
 * A host with {@code /etc}, {@code /run} and {@code /var/lib} of its own, and with programs of
 * Debian packages that this machine lacks: unpacked into a directory, and laid over {@code /usr}
 * for the processes of this host alone. Nothing is installed, and no package's scripts run.
 */
public final class PrivateSystem {
  private static final String READY = "private system is up";
  private static final long READY_SECONDS = 30;

  /**
   * Other beds' files in /etc/netns come and go in the meantime, and a vanished file cannot be
   * copied.
   */
  private static final String SET_UP =
      """
      set -e
      mount -t tmpfs tmpfs "$1"
      mkdir "$1/etc"
      find /etc -mindepth 1 -maxdepth 1 ! -name netns -exec cp -a -t "$1/etc" {} +
      rm -f "$1/etc/resolv.conf"
      echo 'hosts: files dns' >"$1/etc/nsswitch.conf"
      if [ -d "$2/etc" ]; then cp -a "$2/etc/." "$1/etc/"; fi
      mount --bind "$1/etc" /etc
      mount -t tmpfs tmpfs /run
      mkdir "$1/lib" "$1/work"
      mount -t overlay overlay -o "lowerdir=/var/lib,upperdir=$1/lib,workdir=$1/work" /var/lib
      if [ -d "$2/usr" ]; then mount -t overlay overlay -o "lowerdir=$2/usr:/usr" /usr; fi
      echo '%s'
      exec sleep infinity
      """
          .formatted(READY);

  private static final String UNPACK =
      """
      set -e
      cp -a "$2" "$1"
      mkdir -p "$1/usr"
      for folder in bin sbin lib; do
        if [ -d "$1/$folder" ]; then cp -a "$1/$folder" "$1/usr/"; fi
      done
      """;

  private PrivateSystem() {}

  /** Copies a Debian package that {@code lab/install-needs} has unpacked, for one system. */
  public static Path unpack(String debianPackage, Path folder) {
    Path unpacked = Product.root().resolve("lab/needs").resolve(debianPackage);
    Commands.run("sh", "-c", UNPACK, "sh", folder.toString(), unpacked.toString());
    return folder;
  }

  /**
   * From now on {@code host}'s processes see private files.
   *
   * @param folder empty, for those files
   * @param packages from {@link #unpack}, or an empty folder for none
   */
  public static void furnish(Host host, Path folder, Path packages) {
    HostProcess holder =
        host.start(
            "files",
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                SET_UP,
                "sh",
                folder.toString(),
                packages.toString()));
    holder.awaitOutput(READY, READY_SECONDS);
    host.within(List.of("nsenter", "--mount", "--target", Long.toString(holder.pid()), "--"));
  }
}
