package net.groupvpn.client.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The directories for the client's files.
 *
 * @param config configuration and group files
 * @param state keys, certificates and caches, one directory per network
 * @param run control sockets
 */
public record Directories(Path config, Path state, Path run) {
  /** The directory for the control sockets of clients that root starts. */
  public static final Path SYSTEM_RUN = Path.of("/run/groupvpn");

  private static final String CONFIG_SUFFIX = ".toml";

  /** The directories for the user and environment of this process. */
  public static Directories ofThisProcess() {
    boolean root = "root".equals(System.getProperty("user.name"));
    return of(root, System.getProperty("user.home", "/"), System.getenv());
  }

  /**
   * System directories for root, XDG base directories for everybody else; {@code
   * GROUPVPN_CONFIG_DIR}, {@code GROUPVPN_STATE_DIR} and {@code GROUPVPN_RUN_DIR} override them.
   */
  public static Directories of(boolean root, String home, Map<String, String> environment) {
    Path base = Path.of(home);
    Path config = Path.of("/etc/groupvpn");
    Path state = Path.of("/var/lib/groupvpn");
    Path run = SYSTEM_RUN;
    if (!root) {
      config = xdg(environment, "XDG_CONFIG_HOME", base.resolve(".config"));
      state = xdg(environment, "XDG_STATE_HOME", base.resolve(".local/state"));
      run = xdg(environment, "XDG_RUNTIME_DIR", state);
    }
    return new Directories(
        override(environment, "GROUPVPN_CONFIG_DIR", config),
        override(environment, "GROUPVPN_STATE_DIR", state),
        override(environment, "GROUPVPN_RUN_DIR", run));
  }

  /** The control socket of a network. */
  public Path socket(String network) {
    return run.resolve(network + ".sock");
  }

  /** A network's name: that of its configuration or group file, in characters safe for a path. */
  public static String networkName(Path file) {
    Path last = file.getFileName();
    String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
    String stem =
        name.endsWith(CONFIG_SUFFIX)
            ? name.substring(0, name.length() - CONFIG_SUFFIX.length())
            : name;
    return HostLabel.nearest(stem.replace('.', '-'));
  }

  private static Path xdg(Map<String, String> environment, String variable, Path fallback) {
    return override(environment, variable, fallback).resolve("groupvpn");
  }

  private static Path override(Map<String, String> environment, String variable, Path fallback) {
    @Nullable String value = environment.get(variable);
    return value == null || value.isBlank() ? fallback : Path.of(value);
  }
}
