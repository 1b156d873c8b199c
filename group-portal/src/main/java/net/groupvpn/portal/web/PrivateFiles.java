package net.groupvpn.portal.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and directories that only the portal's own user may read. */
public final class PrivateFiles {
  private PrivateFiles() {}

  /** Makes an empty file with mode 0600. */
  public static Path create(Path file) throws IOException {
    var mode = PosixFilePermissions.fromString("rw-------");
    return Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
  }

  /** Makes a directory with mode 0700; one that is there already keeps its mode. */
  public static Path directory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      var mode = PosixFilePermissions.fromString("rwx------");
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(mode));
    }
    return directory;
  }
}
