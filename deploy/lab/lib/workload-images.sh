# shellcheck shell=bash
build_workload_images() { :; }
workload_archive() { printf '%s' "$LAB_CACHE/images/none.tar"; }
lab_images() { :; }
