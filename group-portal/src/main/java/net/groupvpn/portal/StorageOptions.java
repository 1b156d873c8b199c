package net.groupvpn.portal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The location of the portal's data; every command must use the same. */
final class StorageOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "/var/lib/groupvpn-portal",
      description = "Database, keys and certificate (default: ${DEFAULT-VALUE}).")
  Path data = Path.of("/var/lib/groupvpn-portal");

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = "JDBC URL of another database than the embedded one.")
  @Nullable String database;
}
