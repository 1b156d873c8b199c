package net.groupvpn.client.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import net.groupvpn.client.config.ClientConfig.Device;
import net.groupvpn.client.config.ClientConfig.Local;
import net.groupvpn.client.config.ClientConfig.Relaying;
import net.groupvpn.client.config.ClientConfig.Tuning;
import net.groupvpn.client.config.ClientConfig.Underlay;
import net.groupvpn.client.dataplane.DataPlane.Threads;
import net.groupvpn.overlay.io.stream.StreamPort;

/** Reads a client configuration file; reports all problems at once, each with its line. */
public final class ConfigReader {
  private static final long MAX_FILE_BYTES = 64 * 1_024;
  private static final int MIN_CRL_SECONDS = 1;
  private static final int MAX_CRL_SECONDS = 86_400;
  private static final int MAX_PORT = 65_535;
  private static final int MIN_REHANDSHAKE_SECONDS = 5;
  private static final int MAX_REHANDSHAKE_SECONDS = 3_600;

  private static final Pattern GROUP_FILE_LINE =
      Pattern.compile("(portal_fingerprint|signature|group_id)\\s*=");

  private final Directories directories;

  /** Relative defaults are resolved against {@code directories}. */
  public ConfigReader(Directories directories) {
    this.directories = directories;
  }

  /**
   * Reads {@code file}; relative paths in it are relative to its own directory.
   *
   * @throws ConfigException with every problem
   */
  public ClientConfig read(Path file) throws ConfigException {
    String text = load(file);
    ConfigKeys keys = new ConfigKeys(file, text, parse(file, text));
    ClientConfig config = build(file, keys);
    keys.throwIfBad();
    return config;
  }

  /**
   * Whether the file looks like a group file rather than a configuration. Does not check whether it
   * is valid.
   */
  public static boolean isGroupFile(Path file) throws ConfigException {
    return load(file).lines().anyMatch(line -> GROUP_FILE_LINE.matcher(line).lookingAt());
  }

  private ClientConfig build(Path file, ConfigKeys keys) {
    Path here = file.toAbsolutePath().getParent();
    Path base = here == null ? Path.of("/") : here;
    String name = Directories.networkName(file);
    Path groupFile = base.resolve(keys.required("group_file"));
    Path stateDir = base.resolve(keys.text("state_dir", directories.state() + "/" + name));
    Device device =
        new Device(
            keys.interfaceName("interface"),
            keys.ipv4("address"),
            keys.label("host_name"),
            keys.dnsMode("dns"),
            new DhcpKeys(keys).read());
    int crlSeconds = keys.number("crl_interval_seconds", 0, MIN_CRL_SECONDS, MAX_CRL_SECONDS);
    Underlay underlay =
        new Underlay(
            keys.number("port", ClientConfig.DEFAULT_PORT, 1, MAX_PORT),
            keys.number("stream_port", StreamPort.DEFAULT_PORT, StreamPort.NO_PORT, MAX_PORT),
            keys.flag("port_mapping"),
            new Local(keys.flag("lan_discovery"), keys.interfaceNames("interfaces")),
            keys.endpoints("seeds"),
            crlSeconds == 0 ? null : Duration.ofSeconds(crlSeconds),
            relaying(keys));
    Tuning tuning =
        new Tuning(
            keys.offloadsBut("offloads_off"),
            keys.number("threads", 1, 1, 2) == 1 ? Threads.ONE : Threads.TWO,
            Duration.ofSeconds(
                keys.number(
                    "rehandshake_seconds",
                    MAX_REHANDSHAKE_SECONDS,
                    MIN_REHANDSHAKE_SECONDS,
                    MAX_REHANDSHAKE_SECONDS)));
    return new ClientConfig(
        name,
        new ClientConfig.Locations(groupFile, stateDir),
        device,
        underlay,
        new TunnelKeys(keys).read(),
        tuning,
        keys.level("log_level"));
  }

  private static Relaying relaying(ConfigKeys keys) {
    RelayKeys relay = new RelayKeys(keys);
    return new Relaying(keys.flag("relay"), relay.choice("relay_choice"), relay.nodes("relays"));
  }

  private static String load(Path file) throws ConfigException {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw problem(
            file + ": longer than " + MAX_FILE_BYTES + " bytes; this is not a configuration file");
      }
      return EditedText.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw problem(file + ": there is no such file");
    } catch (AccessDeniedException e) {
      throw problem(file + ": this user cannot read it; try with sudo");
    } catch (MalformedInputException e) {
      throw problem(file + ": is not UTF-8 text");
    } catch (IOException e) {
      throw problem(file + ": cannot be read: " + e.getMessage());
    }
  }

  private static JsonNode parse(Path file, String text) throws ConfigException {
    try {
      return new TomlMapper().readTree(text);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
      throw problem(file + ":" + line + ": is not TOML: " + e.getOriginalMessage());
    }
  }

  private static ConfigException problem(String message) {
    return new ConfigException(List.of(message));
  }
}
