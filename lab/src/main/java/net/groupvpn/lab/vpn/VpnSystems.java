package net.groupvpn.lab.vpn;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All systems that can be compared, in the order of the table. */
public final class VpnSystems {
  private VpnSystems() {}

  /** {@code javaHome} selects the Java that runs this product; null for the launcher's choice. */
  public static List<VpnSystem> all(@Nullable Path javaHome) {
    return List.of(
        new BareLink(),
        new GroupVpn(javaHome),
        new OpenVpn(),
        new Tinc(),
        new N2n(),
        new WireGuardGo(),
        new Nebula(),
        new Fastd());
  }

  /**
   * The systems with these names, in the order of the names.
   *
   * @throws IllegalArgumentException if a name is unknown
   */
  public static List<VpnSystem> named(List<String> names, @Nullable Path javaHome) {
    List<VpnSystem> all = all(javaHome);
    return names.stream().map(name -> find(all, name)).toList();
  }

  private static VpnSystem find(List<VpnSystem> all, String name) {
    return all.stream()
        .filter(system -> system.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no system \"%s\"; there are %s"
                        .formatted(name, all.stream().map(VpnSystem::name).toList())));
  }
}
