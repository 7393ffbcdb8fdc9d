#pragma once

int work(void* connection);
