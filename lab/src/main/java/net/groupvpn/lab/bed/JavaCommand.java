package net.groupvpn.lab.bed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that start a main class with this JVM's Java and class path. */
public final class JavaCommand {
  private JavaCommand() {}

  /** The command, with these options for the virtual machine; arguments may be appended. */
  public static List<String> of(Class<?> mainClass, String... virtualMachineOptions) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(virtualMachineOptions));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass.getName());
    return command;
  }
}
