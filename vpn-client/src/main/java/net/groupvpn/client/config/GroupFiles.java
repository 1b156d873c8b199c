package net.groupvpn.client.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import net.groupvpn.overlay.group.GroupFile;
import net.groupvpn.overlay.group.GroupFileException;

/** Reads group files from disk, with errors that name the file. */
public final class GroupFiles {
  private GroupFiles() {}

  /** Reads a file to enrol with: it must not have expired at {@code wallMillis}. */
  public static GroupFile forEnrolment(Path file, long wallMillis) throws ConfigException {
    byte[] bytes = load(file);
    try {
      return GroupFile.read(bytes, wallMillis);
    } catch (GroupFileException e) {
      throw new ConfigException(List.of(file + ": " + e.getMessage()));
    }
  }

  /** Reads the file of a machine that has enrolled: expiry does not matter any more. */
  public static GroupFile ofMember(Path file) throws ConfigException {
    byte[] bytes = load(file);
    try {
      return GroupFile.readEnrolled(bytes);
    } catch (GroupFileException e) {
      throw new ConfigException(List.of(file + ": " + e.getMessage()));
    }
  }

  private static byte[] load(Path file) throws ConfigException {
    String problem;
    try {
      if (Files.size(file) <= GroupFile.MAX_BYTES) {
        return Files.readAllBytes(file);
      }
      problem = "is longer than " + GroupFile.MAX_BYTES + " bytes, so it is no group file";
    } catch (NoSuchFileException e) {
      problem = "there is no such file; download it from the portal";
    } catch (AccessDeniedException e) {
      problem = "may not be read by this user; try with sudo";
    } catch (IOException e) {
      problem = "cannot be read: " + e.getMessage();
    }
    throw new ConfigException(List.of(file + ": " + problem));
  }
}
